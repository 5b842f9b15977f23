"""An entry of the local offer says which entitlement of the catalogue it gives."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import careleavers.migrations._grouping


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0028_lapsed_letters_are_cancelled"),
    ]

    operations = [
        careleavers.migrations._grouping.Together(
            operations=[
                migrations.AddField(
                    model_name="offerentry",
                    name="entitlement",
                    field=models.CharField(
                        blank=True, db_comment="record-keeping", db_default="", default="", max_length=64
                    ),
                ),
                migrations.AddField(
                    model_name="offerentryevent",
                    name="entitlement",
                    field=models.CharField(
                        blank=True, db_comment="record-keeping", db_default="", default="", max_length=64
                    ),
                ),
            ],
        ),
        careleavers.migrations._grouping.Together(
            operations=[
                pgtrigger.migrations.RemoveTrigger(
                    model_name="offerentry",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="offerentry",
                    name="delete_delete",
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="offerentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "offers_offerentryevent" ("age_from", "age_to", "amount", "area", "basis", "custody", "districts", "entitlement", "how_to_claim", "id", "offer_id", "order", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "statuses", "text", "title") VALUES (OLD."age_from", OLD."age_to", OLD."amount", OLD."area", OLD."basis", OLD."custody", OLD."districts", OLD."entitlement", OLD."how_to_claim", OLD."id", OLD."offer_id", OLD."order", OLD."owner", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."revision", OLD."statuses", OLD."text", OLD."title"); RETURN NULL;',
                            hash="f47059a49703a12b1d4bffce26a9715611150c0f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_68e59",
                            table="offers_offerentry",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="offerentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "offers_offerentryevent" ("age_from", "age_to", "amount", "area", "basis", "custody", "districts", "entitlement", "how_to_claim", "id", "offer_id", "order", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "statuses", "text", "title") VALUES (OLD."age_from", OLD."age_to", OLD."amount", OLD."area", OLD."basis", OLD."custody", OLD."districts", OLD."entitlement", OLD."how_to_claim", OLD."id", OLD."offer_id", OLD."order", OLD."owner", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revision", OLD."statuses", OLD."text", OLD."title"); RETURN NULL;',
                            hash="ce25250e6de8c727fe980d3355b92d0a079cb1b7",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f86fe",
                            table="offers_offerentry",
                            when="AFTER",
                        ),
                    ),
                ),
            ],
        ),
    ]
