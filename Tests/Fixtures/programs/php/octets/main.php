<?php
$data = stream_get_contents(STDIN);
echo $data, "\n", strrev($data), "\n", pack('nvC*', 0xD800, 0x80FF, 0xC0, 0xAF), "\n";
echo var_export(preg_match('//u', $data), true), ' ', json_encode($data) === false ? json_last_error_msg() : '?', "\n";
echo json_encode($data, JSON_INVALID_UTF8_SUBSTITUTE), ' ', crc32($data), ' ', md5($data), "\n";
echo utf8_encode_all($data), "\n";

function utf8_encode_all(string $bytes): string
{
    return implode('', array_map(fn ($c) => html_entity_decode("&#$c;"), unpack('C*', $bytes)));
}
