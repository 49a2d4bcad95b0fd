"""Stands in for Flower, which Debian has no package of: the same command, port,
health check and basic authentication, and nothing behind them but the names of
the workers that answer."""
