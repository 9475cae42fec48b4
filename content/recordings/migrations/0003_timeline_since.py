"""Since when a time noted means a moment in the file that plays."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recordings", "0002_renditions")]

    operations = [
        migrations.AddField(
            model_name="recording",
            name="timeline_since",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
