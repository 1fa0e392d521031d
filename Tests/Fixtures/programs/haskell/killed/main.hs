{-# LANGUAGE ForeignFunctionInterface #-}

import Foreign.C.Types (CInt (..))
import System.IO

foreign import ccall "signal.h raise" raise :: CInt -> IO CInt

main :: IO ()
main = do
  hSetBuffering stdout (BlockBuffering Nothing)
  putStrLn "before"
  hFlush stdout
  putStrLn "lost with the buffer"
  status <- raise 9
  print status
