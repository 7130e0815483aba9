"""What one queues for, with the usual time of each until a hall has seen its own.

The times are assumptions for simulation and for the first day of a hall; from then on its own services are measured.
"""

from django.db import migrations

SERVICES = """
INSERT INTO queueing_service (code, name_zh, name_en, window_kind, usual_s, spread_s, place) VALUES
    ('ENDORSE', '往来港澳再次签注', 'Endorsements for Hong Kong and Macao', 'accept_citizen', 100, 40, 1),
    ('NEW', '首次申请证件', 'First passport or permit', 'accept_citizen', 300, 110, 2),
    ('RENEW', '换发、补发证件', 'Renewal and replacement', 'accept_citizen', 240, 90, 3),
    ('FAMILY', '探亲、定居等申请', 'Family visits, business, settlement', 'accept_citizen', 360, 150, 4),
    ('TAIWAN', '往来台湾证件与签注', 'Permits for Taiwan', 'accept_citizen', 320, 120, 5),
    ('COLLECT', '领取证件', 'Collect a document', 'collect', 70, 35, 6),
    ('CONSULT', '咨询', 'Questions', 'consult', 60, 40, 7),
    ('VISA', '外国人签证', 'Visas', 'accept_foreigner', 600, 240, 8),
    ('RESIDENCE', '外国人居留', 'Residence permits', 'accept_foreigner', 780, 300, 9),
    ('PERMANENT', '永久居留', 'Permanent residence', 'accept_foreigner', 2700, 900, 10)
"""


class Migration(migrations.Migration):
    dependencies = [("queueing", "0003_acts_in_one_statement")]
    operations = [migrations.RunSQL(SERVICES, migrations.RunSQL.noop)]
