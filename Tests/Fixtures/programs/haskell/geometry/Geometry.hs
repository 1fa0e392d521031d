module Geometry (Shape (..), area, parse) where

data Shape = Disc Double | Box {width :: Double, height :: Double}
  deriving (Show, Eq)

instance Ord Shape where
  compare a b = compare (area a) (area b)

area :: Shape -> Double
area (Disc radius) = 3 * radius * radius
area (Box w h) = w * h

parse :: String -> Shape
parse text = case words text of
  ["disc", radius] -> Disc (read radius)
  ["box", w, h] -> Box (read w) (read h)
  _ -> Box 0 0
