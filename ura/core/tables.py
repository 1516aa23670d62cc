"""For a first migration: all tables of a package at once."""

from django.db.migrations.operations.base import Operation


class Tables(Operation):
    """Makes the tables of these CreateModel operations with one picture of all models instead of one for each.

    Django draws that picture anew after every table; with 150 models that took longer than making them.
    """

    reversible = True
    serialization_expand_args = ("operations",)

    def __init__(self, operations):
        self.operations = operations

    def state_forwards(self, app_label, state):
        apps = state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if apps is not None:  # what is drawn stays: nothing there refers to tables that are new
            apps.render_multiple([state.models[app_label, operation.name_lower] for operation in self.operations])
            state.apps = apps

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.operations)} tables"
