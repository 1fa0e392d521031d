import Control.Exception
import qualified Data.Map as Map

data Overdrawn = Overdrawn String Int

instance Show Overdrawn where
  show (Overdrawn name amount) = name ++ " lacks " ++ show amount

instance Exception Overdrawn

withdraw :: Int -> String -> Map.Map String Int -> IO (Map.Map String Int)
withdraw amount name accounts
  | left < 0 = throwIO (Overdrawn name (negate left))
  | otherwise = pure (Map.insert name left accounts)
  where
    left = Map.findWithDefault 0 name accounts - amount

main :: IO ()
main = do
  let start = Map.fromList [("ann", 10), ("bob", 1)]
  after <- withdraw 4 "ann" start
  print after
  result <- try (evaluate (1 `div` (Map.size after - 2))) :: IO (Either ArithException Int)
  print result
  (withdraw 5 "bob" after >>= print) `finally` putStrLn "finally"
