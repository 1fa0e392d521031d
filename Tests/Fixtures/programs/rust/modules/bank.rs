#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    pub name: String,
    pub balance: i64,
}

#[derive(Debug, Default)]
pub struct Ledger(Vec<Account>);

impl From<&str> for Ledger {
    fn from(text: &str) -> Self {
        let line = |line: &str| {
            let (name, balance) = line.split_once(' ')?;
            Some(Account { name: name.into(), balance: balance.parse().ok()? })
        };
        Ledger(text.lines().filter_map(line).collect())
    }
}

impl Ledger {
    fn find(&mut self, name: &str) -> Option<&mut Account> {
        self.0.iter_mut().find(|account| account.name == name)
    }

    pub fn transfer(&mut self, from: &str, to: &str, amount: i64) -> Option<i64> {
        self.find(from)?.balance -= amount;
        let target = self.find(to)?;
        target.balance += amount;
        Some(target.balance)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Account> {
        self.0.iter()
    }
}
