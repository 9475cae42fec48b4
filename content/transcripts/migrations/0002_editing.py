import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


def give_identities(apps, schema_editor):
    cues = apps.get_model("transcripts", "Cue").objects
    while batch := list(cues.filter(uuid=None).only("pk")[:1000]):
        for cue in batch:
            cue.uuid = uuid.uuid4()
        cues.bulk_update(batch, ["uuid"])


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="cue",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        # Every line that is there gets an identity of its own before identities must differ.
        migrations.AddField(
            model_name="cue",
            name="uuid",
            field=models.UUIDField(null=True, editable=False),
        ),
        migrations.RunPython(give_identities, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="cue",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="cue",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="transcript",
            name="edited_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="transcript",
            name="sequence",
            field=models.PositiveBigIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="transcript",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "machine text, not yet reviewed"),
                    ("in_review", "in review"),
                    ("reviewed", "reviewed"),
                    ("published", "published"),
                ],
                default="draft",
                max_length=12,
                verbose_name="state",
            ),
        ),
        migrations.CreateModel(
            name="EditorPresence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client", models.UUIDField(unique=True)),
                ("cue", models.UUIDField(blank=True, null=True)),
                ("seen_at", models.DateTimeField()),
                (
                    "transcript",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="present",
                        to="transcripts.transcript",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CueEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField()),
                ("operation", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=16)),
                ("changes", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "reverts",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reverted_by",
                        to="transcripts.cueedit",
                    ),
                ),
                (
                    "transcript",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edits",
                        to="transcripts.transcript",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("transcript", "sequence"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("transcript", "sequence"), name="transcripts_edit_sequence"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TranscriptRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("submitted", "submitted for review"),
                            ("published", "published"),
                            ("replaced", "before a file took its place"),
                            ("restored", "before an earlier revision was restored"),
                        ],
                        max_length=12,
                    ),
                ),
                ("cues", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "transcript",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="transcripts.transcript",
                    ),
                ),
            ],
            options={
                "ordering": ("transcript", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("transcript", "number"), name="transcripts_revision_number"
                    )
                ],
            },
        ),
    ]
