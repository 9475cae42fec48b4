"""Several videos a recording, pictures along it, and a next take while its file is replaced."""

from typing import Any

from django.db import migrations, models


def name_the_qualities(apps: Any, schema_editor: Any) -> None:
    """The videos there are get their height, by their shorter side."""
    media_files = apps.get_model("recordings", "MediaFile")
    for row in media_files.objects.filter(role="video", variant="", height__isnull=False):
        row.variant = str(min(row.width or row.height, row.height))
        row.save(update_fields=["variant"])


ROLES = [
    ("source", "as uploaded"),
    ("video", "video to play"),
    ("audio", "audio to play"),
    ("poster", "poster"),
    ("candidate", "still picture to choose from"),
    ("sprites", "small pictures along the recording"),
    ("waveform", "loudness along the recording"),
]


class Migration(migrations.Migration):
    dependencies = [("recordings", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="mediafile", name="recordings_one_file_a_role"),
        migrations.AddField(
            model_name="mediafile",
            name="details",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="mediafile",
            name="take",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="mediafile",
            name="variant",
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name="recording",
            name="take",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AlterField(
            model_name="mediafile",
            name="role",
            field=models.CharField(choices=ROLES, max_length=12),
        ),
        migrations.AddConstraint(
            model_name="mediafile",
            constraint=models.UniqueConstraint(
                fields=("recording", "take", "role", "variant"),
                name="recordings_one_file_a_variant",
            ),
        ),
        migrations.RunPython(name_the_qualities, migrations.RunPython.noop),
    ]
