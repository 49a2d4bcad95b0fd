from campus.celery import app

__all__ = ["app"]
