import Data.Char (isAlpha, toLower)
import Data.List (group, sort, sortOn)
import Data.Ord (Down (..))
import Text.Printf (printf)

main :: IO ()
main = do
  text <- getContents
  let letters = map toLower (filter isAlpha text)
      counts = [(letter, length run) | run@(letter : _) <- group (sort letters)]
      common = take 5 (sortOn (\(letter, count) -> (Down count, letter)) counts)
  mapM_ (\(letter, count) -> printf "%c %3d %s\n" letter count (replicate count '#')) common
  printf "%d letters, %d different\n" (length letters) (length counts)
