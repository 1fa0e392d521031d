<?php
while (($line = fgets(STDIN)) !== false) {
    $name = rtrim($line);
    $letters = preg_split('//u', $name, -1, PREG_SPLIT_NO_EMPTY);
    echo $name, ' ', strlen($name), ' ', count($letters), ' ', implode('', array_reverse($letters)), "\n";
    echo json_encode($name), ' ', json_encode($name, JSON_UNESCAPED_UNICODE), ' ', htmlentities($name), "\n";
}
$prix = ['café' => '2 €', 'thé' => '1 €'];
foreach ($prix as $quoi => $combien) {
    echo "$quoi : $combien\n";
}
echo "\u{1F40C} ", preg_replace('/\p{Lu}/u', '·', 'ÀbÇd'), "\n";
