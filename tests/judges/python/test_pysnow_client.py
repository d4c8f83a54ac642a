"""The client `pysnow` works with the simulated ServiceNow."""

import pysnow
import requests

from simulators import SimulatorsCase


class PysnowClient(SimulatorsCase):
    def incidents(self, user="case.bot", password="servicenow-demo-password", table="incident"):
        # `use_ssl=False` is the client's own switch for plain HTTP.
        host = self.addresses["servicenow"].removeprefix("http://")
        client = pysnow.Client(host=host, user=user, password=password, use_ssl=False)
        return client.resource(api_path=f"/table/{table}")

    def test_create_read_update_comment_search(self):
        incidents = self.incidents()
        created = incidents.create(
            payload={"short_description": "Phishing mail", "correlation_id": "case-1"}
        ).one()
        self.assertTrue(created["number"].startswith("INC"))

        read = incidents.get(query={"number": created["number"]}).one()
        self.assertEqual(read["sys_id"], created["sys_id"])

        updated = incidents.update(
            query={"sys_id": created["sys_id"]},
            payload={"short_description": "Again", "work_notes": "A note"},
        ).one()
        self.assertEqual(updated["short_description"], "Again")
        self.assertEqual(updated["work_notes"], "")

        incidents.parameters.display_value = True
        shown = incidents.get(query={"sys_id": created["sys_id"]}).one()
        self.assertIn("(Work notes)\nA note", shown["work_notes"])
        incidents.parameters.display_value = False

        for text in ("one", "two"):
            incidents.create(payload={"short_description": text, "category": "network"})
        query = (
            pysnow.QueryBuilder()
            .field("category").equals("network")
            .AND()
            .field("short_description").order_descending()
        )
        found = list(incidents.get(query=query, fields=["short_description"]).all())
        self.assertEqual([row["short_description"] for row in found], ["two", "one"])
        found = list(incidents.get(query={"category": "network"}, limit=1).all())
        self.assertEqual(len(found), 1)

    def test_security_incidents(self):
        incidents = self.incidents(table="sn_si_incident")
        created = incidents.create(
            payload={
                "short_description": "Phishing mail",
                "correlation_id": "case-2",
                "category": "Denial of Service",
                "subcategory": "26",
                "priority": "2",
                "dest_ip": "192.0.2.1,192.0.2.3",
                "work_notes": "First",
            }
        ).one()
        self.assertTrue(created["number"].startswith("SIR"))

        found = incidents.get(query={"correlation_id": "case-2"}).all()
        self.assertEqual([row["sys_id"] for row in found], [created["sys_id"]])
        self.assertEqual(list(self.incidents().get(query={"correlation_id": "case-2"}).all()), [])

        updated = incidents.update(
            query={"sys_id": created["sys_id"]},
            payload={"short_description": "Again", "work_notes": "Second"},
        ).one()
        self.assertEqual(updated["short_description"], "Again")
        self.assertEqual(updated["priority"], "2")
        self.assertEqual(updated["dest_ip"], "192.0.2.1,192.0.2.3")

        incidents.parameters.display_value = True
        shown = incidents.get(query={"sys_id": created["sys_id"]}).one()
        self.assertEqual(shown["subcategory"], "Single or distributed (DoS or DDoS)")
        self.assertEqual(shown["state"], "Draft")
        newest, oldest = shown["work_notes"].split("(Work notes)\n")[1:]
        self.assertIn("Second", newest)
        self.assertIn("First", oldest)

    def test_security_incidents_without_the_roles(self):
        created = self.incidents(table="sn_si_incident").create(payload={}).one()
        outsider = self.incidents("itil.bot", "servicenow-itil-password", "sn_si_incident")
        self.assertEqual(list(outsider.get(query={}).all()), [])
        with self.assertRaises(pysnow.exceptions.NoResults):
            outsider.get(query={"sys_id": created["sys_id"]}).one()
        with self.assertRaises(requests.HTTPError) as refused:
            outsider.create(payload={"short_description": "x"}).one()
        self.assertEqual(refused.exception.response.status_code, 403)

    def test_streams(self):
        incidents = self.incidents()
        incidents.create(payload={"short_description": "stream"})
        query = {"short_description": "stream"}
        found = incidents.get(query=query, stream=True).first()
        self.assertEqual(found["short_description"], "stream")

    def test_refusals_are_understood(self):
        with self.assertRaises(requests.HTTPError) as refused:
            self.incidents(password="wrong").get(query={}).all()
        self.assertEqual(refused.exception.response.status_code, 401)
        with self.assertRaises(pysnow.exceptions.NoResults):
            self.incidents().get(query={"number": "INC1"}).one()

    def test_reads_the_dictionary_choices_and_references(self):
        def rows(table, **query):
            return list(self.incidents(table=table).get(query=query).all())

        group = rows("sys_dictionary", name="task", element="assignment_group")
        self.assertEqual([it["reference"] for it in group], ["sys_user_group"])
        dependent = rows("sys_dictionary", name="incident", element="subcategory")
        self.assertEqual([it["dependent_on_field"] for it in dependent], ["category"])
        dns = rows("sys_choice", element="subcategory", value="dns")
        self.assertEqual([it["dependent_value"] for it in dns], ["network"])
        self.assertEqual(rows("sys_dictionary_override", name="incident"), [])
        network = rows("sys_user_group", name="Network")
        created = self.incidents().create(
            payload={"short_description": "x", "assignment_group": network[0]["sys_id"]}
        ).one()
        self.assertEqual(created["assignment_group"]["value"], network[0]["sys_id"])
