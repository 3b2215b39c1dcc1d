import json
import statistics


def total(numbers):
    return sum(number for number in numbers if number > 0)


rows = [{"name": f"row {i}", "value": i / 3} for i in range(20)]
try:
    total([*[row["value"] for row in rows], "x"])
except TypeError as error:
    str(error)
json.loads(json.dumps({"mean": statistics.mean(row["value"] for row in rows), "rows": sorted(rows, key=str)}))
