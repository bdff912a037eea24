"""Mails and their attachments."""
