from pathlib import Path
import io, time
from django.core.management import call_command
SAMPLE = Path(__file__).parent.parent / "data" / "returns_903_sample"
def run(folder, year, *more):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_903", str(folder), "--year", str(year), *more, stdout=out, stderr=err)
    return out.getvalue()

def test_x(db):
    for _ in range(2):
        for y in range(2017, 2022):
            t=time.time()
            print(run(SAMPLE/str(y), y+1)[:6000]); print(time.time()-t)
