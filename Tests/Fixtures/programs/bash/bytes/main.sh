# Standard input goes through as it is, and as od(1) shows it.
tee copy | tr '\200-\377' '#'
cat copy
od -An -tx1 copy
printf 'latin: \xe9\xe8 \377\n'
wc -c < copy
