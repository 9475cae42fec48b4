"""`{{ request|is_comfortable }}`: whether this reader asked for the elder-friendly mode."""

from django import template

from lectern import comfort

register = template.Library()
register.filter("is_comfortable", comfort.is_comfortable)
