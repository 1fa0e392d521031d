text = $stdin.read
p text.encoding, text.valid_encoding?, text.scrub('?')
puts text.dup.force_encoding('ISO-8859-1').encode('UTF-8')
$stdout.binmode
$stdout.write(text, [0xFF, 0x00, 0x80].pack('C*'), "\n")
$stdout.write('Ж'.encode('KOI8-R'), 'Ж'.encode('UTF-16LE'), "\n")
