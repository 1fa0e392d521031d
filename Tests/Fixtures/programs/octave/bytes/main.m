data = fread(stdin, Inf, "uint8");
fwrite(stdout, flipud(data), "uint8");
fwrite(stdout, uint8([10 255 254 10]));
printf("%d ", data); printf("\n");
printf("%s\n", dec2bin(bitxor(data(1:2), 128))');
disp(typecast(uint8([0 0 128 63]), "single"))
fwrite(stdout, int16(-2), "int16", 0, "ieee-be"); printf("\n");
