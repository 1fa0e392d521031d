-- Multiplication tables by lazy lists: about a megabyte.
main :: IO ()
main = putStr (unlines (map row [1 .. 450]))
  where
    row n = unwords [show (n * m) | m <- [1 .. 450 :: Int]]
