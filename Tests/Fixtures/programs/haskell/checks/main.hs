module Main (main) where

import Control.Monad (forM_)
import Data.Either (lefts, rights)
import System.Exit (ExitCode (..), exitWith)
import System.IO (hPutStrLn, stderr)
import Text.Read (readMaybe)

data Fault = NoNumber String | Negative Int

instance Show Fault where
  show (NoNumber text) = "no number: " ++ show text
  show (Negative n) = "negative: " ++ show n

check :: String -> Either Fault Int
check text = do
  n <- maybe (Left (NoNumber text)) Right (readMaybe text)
  if n < 0 then Left (Negative n) else pure (n * n)

main :: IO ()
main = do
  results <- map check . lines <$> getContents
  print (sum (rights results))
  forM_ (lefts results) (hPutStrLn stderr . show)
  exitWith (if null (lefts results) then ExitSuccess else ExitFailure (length (lefts results) + 70))
