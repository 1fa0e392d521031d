import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.*;
import java.util.Arrays;
import java.util.zip.CRC32;

public class Main {
    public static void main(String[] arguments) throws IOException {
        byte[] data = System.in.readAllBytes();
        System.out.write(data);
        System.out.write("Zoë\n".getBytes(StandardCharsets.ISO_8859_1));
        var crc = new CRC32();
        crc.update(data);
        System.out.println(Arrays.toString(data) + " " + Long.toHexString(crc.getValue()));
        try {
            System.out.println(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)));
        } catch (CharacterCodingException e) {
            System.out.println(e.getMessage() + " " + new String(data, StandardCharsets.UTF_8).codePointAt(0));
        }
    }
}
