import Data.Char (isUpper, ord, toUpper)
import System.IO

main :: IO ()
main = do
  hSetEncoding stdin utf8
  hSetEncoding stdout utf8
  text <- getContents
  mapM_ describe (lines text)
  putStrLn "→ λ 日本 🦉"
  print "größe"
  where
    describe line = putStrLn (line ++ " " ++ show (length line) ++ " " ++ reverse (map toUpper line) ++ initials line)
    initials line = " " ++ filter isUpper line ++ " " ++ show (maximum (map ord line))
