average :: [Double] -> Double
average numbers = sum numbers / length numbers

main :: IO ()
main = print (average [1, 2, "3"])
