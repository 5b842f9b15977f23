"""An import of another system, with a file in which one row fails."""

from __future__ import annotations

from factory import RelatedFactory, SubFactory
from factory.django import DjangoModelFactory

from careleavers.models import ImportFile, RecordImport
from tests.factories.careleavers import UserFactory

PEOPLE = b"person_id,first_name,date_of_birth,gender,team,opened_on\nP1,Noor,27/03/2008,F,North,27/03/2024\n"


class ImportFileFactory(DjangoModelFactory[ImportFile]):
    class Meta:
        model = ImportFile

    name = "people.csv"
    content = PEOPLE
    sheets = [
        {
            "name": "people.csv",
            "header": PEOPLE.decode().splitlines()[0].split(","),
            "examples": PEOPLE.decode().splitlines()[1].split(","),
            "mapping": {},
        }
    ]


class RecordImportFactory(DjangoModelFactory[RecordImport]):
    class Meta:
        model = RecordImport
        skip_postgeneration_save = True

    system = "Mosaic"
    recorded_by = SubFactory(UserFactory)
    failed = {"people": "person_id,what_to_mend\r\nP1,gender: It is empty\r\n"}
    file = RelatedFactory(ImportFileFactory, "record_import")
