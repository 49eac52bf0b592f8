"""One small module per family of methods; `table` lists them."""
