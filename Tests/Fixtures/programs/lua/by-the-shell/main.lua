-- Lua sends no signals: a shell that it starts does. The closing of states never comes.
setmetatable({}, { __gc = function() print("never printed") end })
print(os.execute("exit 3"))
print(os.execute("kill -TERM $$"))
io.stderr:write("to the end\n")
io.stdout:flush()
os.execute("kill -KILL $PPID")
