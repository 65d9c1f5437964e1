"""URLs of the room assess."""

from django.urls import URLPattern, path

from riser.assess import views

urlpatterns: list[URLPattern] = [
    path("", views.profile_page, name="assess"),
    path("area/<str:code>/", views.area_page, name="assess_area"),
    path("practice/<str:slug>/", views.practice_page, name="assess_practice"),
    path("prices/<str:price_class>/", views.prices_page, name="assess_prices"),
    path("fitness/", views.fitness_page, name="assess_fitness"),
    path("answers/", views.answers_page, name="assess_answers"),
]
