from django.contrib.auth.decorators import login_required
from django.forms import modelform_factory
from django.shortcuts import redirect, render

from .models import Product


def products(request):
    return render(request, "products.html", {"products": Product.objects.order_by("-id")[:20]})


@login_required
def new_product(request):
    form_class = modelform_factory(Product, fields=["title", "attachment"])
    form = form_class(request.POST or None, request.FILES or None)
    if form.is_valid():
        form.save()
        return redirect("/")
    return render(request, "new_product.html", {"form": form})
