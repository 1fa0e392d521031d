import Control.Concurrent
import Control.Monad (forM, forM_, replicateM_)
import Data.IORef
import Data.Maybe (mapMaybe)

-- Threads whose results are taken in order, laziness, type classes and a monad of its own.
newtype Parser a = Parser {runParser :: String -> Maybe (a, String)}

instance Functor Parser where
  fmap f (Parser p) = Parser (\s -> fmap (\(a, rest) -> (f a, rest)) (p s))

instance Applicative Parser where
  pure a = Parser (\s -> Just (a, s))
  Parser f <*> Parser p = Parser (\s -> f s >>= \(g, rest) -> fmap (\(a, more) -> (g a, more)) (p rest))

instance Monad Parser where
  Parser p >>= f = Parser (\s -> p s >>= \(a, rest) -> runParser (f a) rest)

digits :: Parser Integer
digits = Parser $ \s -> case span (`elem` "0123456789") s of
  ("", _) -> Nothing
  (n, rest) -> Just (read n, rest)

symbol :: Char -> Parser ()
symbol c = Parser $ \s -> case s of
  (d : rest) | c == d -> Just ((), rest)
  _ -> Nothing

main :: IO ()
main = do
  results <- forM [10, 20, 25] $ \n -> do
    box <- newEmptyMVar
    _ <- forkIO (putMVar box $! product [1 .. n])
    pure box
  factorials <- mapM takeMVar results
  print (factorials :: [Integer])
  counter <- newMVar (0 :: Int)
  done <- newEmptyMVar
  forM_ [1 .. 4 :: Int] (\_ -> forkIO (replicateM_ 100 (modifyMVar_ counter (pure . (+ 1))) >> putMVar done ()))
  replicateM_ 4 (takeMVar done)
  readMVar counter >>= print
  let power = (^) <$> digits <* symbol '^' <*> digits
  print (mapMaybe (fmap fst . runParser power) ["2^70", "3^", "7^2!"])
  let primes = sieve [2 ..] where sieve ~(p : rest) = p : sieve [n | n <- rest, n `mod` p /= 0]
  print (takeWhile (< 40) primes :: [Int])
  seen <- newIORef []
  forM_ "abc" (\c -> modifyIORef seen (c :))
  readIORef seen >>= putStrLn
