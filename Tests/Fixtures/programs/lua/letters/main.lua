for line in io.lines() do
  local codes, backwards = {}, {}
  for _, code in utf8.codes(line) do
    codes[#codes + 1] = ("U+%04X"):format(code)
    table.insert(backwards, 1, utf8.char(code))
  end
  print(line, #line, utf8.len(line), table.concat(backwards), codes[1])
end
print("\u{1F422} \u{20AC}", utf8.offset("añb", 3), ("%q"):format("tab\tñ"), utf8.len("\xff"))
