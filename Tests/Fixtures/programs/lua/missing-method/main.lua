local Account = {}
Account.__index = Account
function Account.new(balance) return setmetatable({ balance = balance }, Account) end
function Account:withdraw(amount)
  self.balance = self.balance - amount
  return self
end

local function close(account)
  account:withdraw(5):close()
end

local account = Account.new(12)
print(account:withdraw(3).balance)
print(select(2, pcall(error, "as text", 0)), xpcall(Account.withdraw, function(e) return "handled " .. e end, 1, 2))
close(account)
