"""Addresses of this package."""

from django.urls import path

from ura.plans import views

urlpatterns = [
    path("needs/", views.analyses, name="needs_analyses"),
    path("needs/<int:year>/", views.analysis, name="needs_analysis"),
    path("needs/<int:year>/topic/", views.topic, name="needs_topic"),
    path("needs/<int:year>/step/", views.step, name="needs_step_new"),
    path("needs/<int:year>/step/<int:pk>/", views.step, name="needs_step"),
    path("needs/<int:year>/file/<slug:kind>/", views.analysis_file, name="needs_file"),
]
