"""Two sites that a person has made, for whoever wants to see how such a host is taken over (profile hand-made)."""

from typing import Any

HAND_MADE: dict[str, Any] = {
    "files": {
        r"C:\sites\shop\index.html": "<h1>Shop</h1>\n",
        r"C:\sites\shop\old.css": "h1 { color: green }\n",
        r"C:\sites\shop\App_Data\orders.txt": "1 pair of shoes\n",
        r"C:\sites\intranet\index.html": "<h1>Intranet</h1>\n",
    },
    "iis": {
        "pools": {
            "Shop": {
                "managedRuntimeVersion": "",
                "startMode": "AlwaysRunning",
                "processModel": {"idleTimeout": "00:00:00", "pingingEnabled": False},
                "environment": {
                    "ASPNETCORE_ENVIRONMENT": "Production",
                    "ConnectionStrings__Shop": "Server=db01;Database=shop;User ID=shop;Password=Winter-2019",
                },
            },
            "Intranet": {"managedRuntimeVersion": "v4.0"},
        },
        "sites": {
            "Shop": {
                "physicalPath": r"%SystemDrive%\sites\shop",
                "pool": "Shop",
                "bindings": ["http *:80:", "net.tcp 808:*"],
            },
            "Intranet": {
                "physicalPath": r"C:\sites\intranet",
                "pool": "Intranet",
                "bindings": ["http *:8080:"],
            },
        },
    },
}
