"""The web server: webhooks, signed downloads, health and metrics, the two phones."""
