"""Every table that holds something about persons says so on its class."""

from django.apps import apps
from django.db.models import ForeignKey

from ura.core.encrypted import EncryptedTextField
from ura.core.personal import NotPersonal, Personal
from ura.desk.models import Enquiry
from ura.people.models import Person
from ura.post.models import File
from ura.replies.models import Reply
from ura.rights.holdings import FOUND_HERE, declarations

PERSONS = (Person, Enquiry, Reply)


def own_models():
    return [model for model in apps.get_models() if model.__module__.startswith("ura.")]


def encrypted(model):
    return {f.name for f in model._meta.local_fields if isinstance(f, EncryptedTextField)}


def keys_to(model, *targets):
    fields = [f for f in model._meta.local_fields if isinstance(f, ForeignKey)]
    return {f.name for f in fields if f.remote_field.model in targets}


def test_a_table_with_encrypted_text_or_a_link_to_a_person_says_what_it_holds():
    silent = [
        model._meta.label
        for model in own_models()
        if (encrypted(model) or keys_to(model, *PERSONS)) and "personal" not in vars(model)
    ]
    assert silent == []


def test_each_encrypted_field_and_each_file_is_named_in_the_declaration():
    unnamed = []
    for model, personal in declarations():
        unnamed += [f"{model._meta.label}.{name}" for name in encrypted(model) - {*personal.fields, *personal.remain}]
        unnamed += [f"{model._meta.label}.{name}" for name in keys_to(model, File) - set(personal.files)]
    assert unnamed == []


def test_each_declared_field_exists_and_each_way_leads_to_a_person(working):
    for model, personal in declarations():
        names = {f.name for f in model._meta.fields}
        assert {*personal.fields, *personal.also, *personal.files, *personal.scrambled, *personal.remain} <= names, (
            model
        )
        for way in personal.ways:
            if way not in ("self", "staff"):
                assert not model.objects.filter(municipality=working.lezha, **{way: 0}).exists(), model
        assert personal.ways or model in FOUND_HERE, model


def test_only_what_holds_nothing_about_persons_is_excused_and_says_why():
    for model in own_models():
        declared = vars(model).get("personal")
        assert (
            declared is None
            or isinstance(declared, Personal)
            or (isinstance(declared, NotPersonal) and len(declared.reason) > 20)
        )
