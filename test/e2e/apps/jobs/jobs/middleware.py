from django.conf import settings


def release(get_response):
    """Says in every response which release gave it."""

    def middleware(request):
        response = get_response(request)
        response["X-Release"] = settings.RELEASE
        return response

    return middleware
