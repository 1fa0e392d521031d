module Main (main) where

import Geometry

main :: IO ()
main = do
  shapes <- map parse . lines <$> readFile "shapes.txt"
  mapM_ (\shape -> putStrLn (show shape ++ " has " ++ show (area shape))) shapes
  writeFile "areas.txt" (unlines (map (show . area) shapes))
  appendFile "areas.txt" "end\n"
  copy <- readFile "areas.txt"
  print (length (lines copy), sum (map area shapes), maximum shapes)
