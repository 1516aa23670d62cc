from ura.post.smtp import build_message, send


def test_without_a_mail_server_a_message_is_laid_into_the_folder(tmp_path):
    message = build_message(
        sender_name="Bashkia",
        sender="zyra@example.org",
        to="elona@example.org",
        subject="Përgjigje",
        text="Përshëndetje",
        message_id="a@example.org",
    )
    assert send(message, settings={"folder": str(tmp_path / "mail")}).outcome == "sent"
    (laid,) = (tmp_path / "mail").iterdir()
    assert b"To: elona@example.org" in laid.read_bytes()
