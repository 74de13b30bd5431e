"""The class is defined inside the function and takes the sizes from it."""

import torch.nn.functional as F


def build_model(n_in, n_hidden, n_classes):
    class Net(nn.Module):
        def __init__(self):
            super(Net, self).__init__()
            self.fc1 = nn.Linear(n_in, n_hidden)
            self.fc2 = nn.Linear(n_hidden, n_classes)

        def forward(self, x):
            x = F.relu(self.fc1(x), inplace=True)
            return self.fc2(x)

    return Net()
