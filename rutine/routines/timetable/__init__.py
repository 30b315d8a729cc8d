"""What runs when: `prefect.yaml` read without Prefect, and said in plain words.

One file says it to Prefect (`rutine schedule apply`), to people (`rutine schedule`) and to the
review app, which must not know Prefect.
"""
