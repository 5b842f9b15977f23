"""Sign-in with the council's directory (OpenID Connect), as a provider of django-allauth's."""
