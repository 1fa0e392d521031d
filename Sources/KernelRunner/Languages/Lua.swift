extension Language {
    /// Lua.
    static func lua(path: String) -> Language {
        // Lua minds one interrupt for each piece of its command line; the next piece goes on from there.
        let pieces = Array(repeating: ["-e", "dofile(arg[0])"], count: 64)
        return interpreted("lua", path: path, ["-e"], file: "main.lua")
            .keeping(.driven(path: path, Array(pieces.joined()), file: "driver.lua", driver))
    }
}

/// Loads code as `lua -e` does; globals last, and local variables end with their run.
///
/// Lua can't change its descriptors: programs that code starts have no input, and could write replies.
private let driver = #"""
    local registry = debug.getregistry()
    if registry["kernel runner"] then return registry["kernel runner"]() end

    local open, input, exit, stdout, stderr, null = io.open, io.input, os.exit, io.stdout, io.stderr, io.stdin
    local load, pcall, xpcall, type, tostring, rawget = loadstring or load, pcall, xpcall, type, tostring, rawget
    local next, getmetatable, sort, concat, traceback = next, getmetatable, table.sort, table.concat, debug.traceback
    local flush, yield, main, stdio = io.flush, coroutine.yield, _G, io
    local requests, replies = open("/proc/self/fd/3"), open("/proc/self/fd/4", "w")
    local first = 0
    while arg[first - 1] do first = first - 1 end
    local name = arg[first]

    local line    -- a request that waits
    local running -- the number of the run in progress
    local stdin = null

    local function reply(text)
        replies:write(text, "\n")
        replies:flush()
    end

    local function finish(code, interrupted)
        pcall(flush)
        stdout:flush()
        if stdin ~= null then pcall(stdin.close, stdin) end
        reply("F " .. running .. " " .. code .. " " .. interrupted)
        running = nil
    end

    local function report(message)
        stderr:write(name, ": ", message, "\n")
    end

    local function text(path)
        local file = open(path, "rb")
        local all = file:read("*a")
        file:close()
        return all
    end

    -- The message of an error, as lua makes it, without the frames of this text.
    local function describe(message)
        local meta = getmetatable(message)
        if type(message) == "number" then
            message = tostring(message)
        elseif type(message) ~= "string" then
            if type(meta) == "table" and rawget(meta, "__tostring") then return tostring(message) end
            message = "(error object is a " .. type(message) .. " value)"
        end
        local trace = traceback(message, 2)
        return (trace:gsub("(.*)\n\t%[C%]: in function 'xpcall'\n.*", "%1\n\t[C]: in ?"))
    end

    local function compile(code, interactive)
        local from = interactive and "=stdin" or "=(command line)"
        local value = interactive and (load("return " .. code, from)
            -- Lines, of which only the last is an expression, are no program otherwise.
            or not load(code, from) and load(code:gsub("([^\n]*%S[^\n]*)%s*$", "return %1"), from))
        if value then return value end
        return load(code, from)
    end

    local function show(done, ...)
        local values = { ... }
        for index = 1, select("#", ...) do values[index] = tostring(values[index]) end
        if done then stdout:write(concat(values, "\t")) end
        return done, ...
    end

    local function run(number, flags, path, from)
        local before = stdio.stdin
        stdin = open(from)
        if input() == before or input() == null then input(stdin) end
        stdio.stdin = stdin
        local interactive = flags % 4 >= 2
        if interactive then stdout:setvbuf("line") end
        local code = text(path)
        running = number
        reply("B " .. number)
        local chunk, fault = compile(code, interactive)
        code = nil
        if not chunk then
            report(fault)
            return finish(1, 0)
        end
        local done, message
        if interactive then
            done, message = show(xpcall(chunk, describe))
        else
            done, message = xpcall(chunk, describe)
        end
        if done then return finish(0, 0) end
        message = tostring(message)
        report(message)
        local interrupted = message:match("^[^\n]*interrupted!\n") ~= nil
        finish(interrupted and 130 or 1, interrupted and 1 or 0)
        return interrupted
    end

    local keywords = [[and break do else elseif end false for function goto if in local nil not or repeat return then
        true until while]]

    -- The tables in which a name of a value is looked up, as far as that calls nothing.
    local function places(value)
        return function(_, place)
            local meta = getmetatable(place or value)
            if not place and type(value) == "table" then return value end
            local index = type(meta) == "table" and rawget(meta, "__index")
            return type(index) == "table" and index ~= place and index or nil
        end
    end

    local function complete(before)
        local word = before:match("[%w_.:]*$")
        local path, last = word:match("^(.-)([%w_]*)$")
        if not word:match("^[%a_]") or path:match("[.:][.:]") then return end
        local value, found, shown = main, {}, {}
        for key in path:gmatch("[%w_]+") do
            local inner
            for place in places(value) do
                inner = rawget(place, key)
                if inner ~= nil then break end
            end
            value = inner
        end
        for place in places(value) do
            for key in next, place do found[key] = true end
        end
        if path == "" then
            for key in keywords:gmatch("%l+") do found[key] = true end
        end
        for key in next, found do
            if type(key) == "string" and key:match("^[%a_][%w_]*$") and key:sub(1, #last) == last then
                shown[#shown + 1] = path .. key .. "\n"
            end
        end
        sort(shown)
        stdout:write(concat(shown, "", 1, #shown < 1000 and #shown or 1000))
        stdout:flush()
    end

    -- An interrupt strikes in the main coroutine: here it can't come between the reading and the keeping, but it
    -- ends the reading.
    local take = coroutine.wrap(function()
        while true do
            local fault
            line, fault = requests:read("*l")
            if not line and not fault then exit(0) end
            yield()
        end
    end)

    local function serve()
        repeat
            if not line then take() end
            local action, number, rest = line:match("^(%a+) (%d+) (.*)$")
            line = nil
            if action == "run" then
                local flags, path, from = rest:match("^(%d+) (%S+) (%S+)$")
                if run(number, tonumber(flags), path, from) then return end
            else
                pcall(complete, text(rest))
                reply("F " .. number .. " 0 0")
            end
        until false
    end

    registry["kernel runner"] = function()
        pcall(serve)
        if running then finish(130, 1) end
    end
    reply("H")
    registry["kernel runner"]()
    """#
