"""Tags for the looks."""

from django import template

register = template.Library()
