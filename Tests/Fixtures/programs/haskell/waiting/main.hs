import Control.Concurrent (threadDelay)
import Control.Monad (forever)
import System.IO

main :: IO ()
main = do
  putStrLn "waiting"
  hFlush stdout
  forever (threadDelay 1000000)
