from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """File names carry a hash of their content, in the imports of our own ES modules too."""

    support_js_module_import_aggregation = True
