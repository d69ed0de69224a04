"""Fuzz targets for atheris, each with a few seeds; what they found is under test with all the rest."""
