from allauth.socialaccount.providers.oauth2.urls import default_urlpatterns

from careleavers.directory.provider import DirectoryProvider

urlpatterns = default_urlpatterns(DirectoryProvider)
