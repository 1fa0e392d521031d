import Data.Bits (xor)
import Data.Char (chr, ord)
import System.IO

main :: IO ()
main = do
  hSetBinaryMode stdin True
  hSetBinaryMode stdout True
  bytes <- getContents
  putStr (reverse bytes ++ "\n")
  putStr (map (chr . xor 0x80 . ord) "mask" ++ "\xff\n")
  print (map ord bytes)
