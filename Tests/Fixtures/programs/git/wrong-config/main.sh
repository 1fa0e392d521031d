git config --file settings user.name
